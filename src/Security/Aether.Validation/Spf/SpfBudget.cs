namespace Aether.Validation.Spf;

/// <summary>What one check may still ask. RFC 7208 §4.6.4.</summary>
internal sealed class SpfBudget(SpfLimits limits)
{
    private int lookups;
    private int voids;

    /// <exception cref="SpfException">There were too many.</exception>
    public void TakeLookup()
    {
        if (++lookups > limits.Lookups)
            throw new SpfException(SpfResult.PermError, "too many terms that cause look-ups");
    }

    /// <exception cref="SpfException">There were too many.</exception>
    public void TakeVoid()
    {
        if (++voids > limits.VoidLookups)
            throw new SpfException(SpfResult.PermError, "too many look-ups that find nothing");
    }
}
