namespace Aether.Protocol.Sasl;

/// <summary>The first message of a SCRAM client. RFC 5802 §5, §7.</summary>
/// <param name="User">The name, decoded, not yet prepared.</param>
/// <param name="Nonce">The client's half of the nonce.</param>
/// <param name="Bare">The message without its header: a part of what the proofs cover.</param>
public sealed record ScramClientFirst(Gs2Header Header, string User, string Nonce, string Bare)
{
    /// <summary>Characters a client's half of the nonce may have.</summary>
    public const int MaxNonce = 512;

    public static bool TryParse(string message, out ScramClientFirst? first)
    {
        first = null;
        if (!Gs2Header.TryParse(message, out var header, out string bare))
            return false;

        // §5.1: m= in front is an extension that must be understood. There is none.
        string[] fields = bare.Split(',');
        if (fields.Length < 2 || !fields[0].StartsWith("n=", StringComparison.Ordinal) || !fields[1].StartsWith("r=", StringComparison.Ordinal))
            return false;
        if (!SaslName.TryDecode(fields[0][2..], out string user) || !IsNonce(fields[1].AsSpan(2)) || !fields.Skip(2).All(ScramField.IsExtension))
            return false;
        first = new ScramClientFirst(header!, user, fields[1][2..], bare);
        return true;
    }

    // §7: printable ASCII but the comma.
    private static bool IsNonce(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxNonce && !text.ContainsAnyExceptInRange('\x21', '\x7E');
}
