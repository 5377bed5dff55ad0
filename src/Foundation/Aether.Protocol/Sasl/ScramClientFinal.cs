namespace Aether.Protocol.Sasl;

/// <summary>The last message of a SCRAM client. RFC 5802 §5, §7.</summary>
/// <param name="Binding">The GS2 header of its first message, and behind it the channel binding data.</param>
/// <param name="Nonce">Both halves.</param>
/// <param name="WithoutProof">What the proof covers of this message.</param>
public sealed record ScramClientFinal(byte[] Binding, string Nonce, byte[] Proof, string WithoutProof)
{
    public static bool TryParse(string message, out ScramClientFinal? final)
    {
        final = null;
        int proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0)
            return false;

        string withoutProof = message[..proofAt];
        string[] fields = withoutProof.Split(',');
        if (fields.Length < 2 || !fields[0].StartsWith("c=", StringComparison.Ordinal) || !fields[1].StartsWith("r=", StringComparison.Ordinal) || !fields.Skip(2).All(ScramField.IsExtension))
            return false;
        if (!TryBase64(fields[0][2..], out byte[] binding) || !TryBase64(message[(proofAt + 3)..], out byte[] proof) || proof.Length == 0)
            return false;
        final = new ScramClientFinal(binding, fields[1][2..], proof, withoutProof);
        return true;
    }

    private static bool TryBase64(string text, out byte[] octets)
    {
        octets = new byte[text.Length];
        if (text.Any(char.IsWhiteSpace) || !Convert.TryFromBase64String(text, octets, out int length))
            return false;
        octets = octets[..length];
        return true;
    }
}
