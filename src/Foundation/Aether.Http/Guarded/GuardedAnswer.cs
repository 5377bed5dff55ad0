namespace Aether.Http.Guarded;

/// <summary>What came of asking.</summary>
/// <param name="Status">0: no answer came.</param>
/// <param name="MediaType">Lower case, without parameters.</param>
/// <param name="Body">Empty unless it was taken.</param>
/// <param name="Failure">Why there is none, for the log; null: there is one.</param>
public sealed record GuardedAnswer(int Status, string MediaType, byte[] Body, string? Failure)
{
    /// <summary>The server has no certificate that fits.</summary>
    public bool IsUntrusted { get; init; }

    public static GuardedAnswer Failed(string why) => new(0, "", [], why);
}
