namespace Aether.Validation.Spf;

/// <summary>Ends an evaluation from inside its includes. RFC 7208 §2.6.6, §2.6.7.</summary>
internal sealed class SpfException(SpfResult result, string message) : Exception(message)
{
    public SpfResult Result { get; } = result;
}
