using System.Text;

namespace Aether.Ledger;

/// <summary>The messages of a ledger: each names itself.</summary>
internal static class LedgerMessage
{
    private const string Marker = "X-Ledger: ";

    /// <summary>A message that names itself, now small, now large enough for a segment; no line of it begins with a dot.</summary>
    public static byte[] Compose(string id)
    {
        var text = new StringBuilder($"{Marker}{id}\r\nSubject: ledger\r\n\r\n");
        int lines = Random.Shared.Next(10) == 0 ? Random.Shared.Next(2000, 8000) : Random.Shared.Next(1, 100);
        byte[] noise = new byte[45];
        for (int i = 0; i < lines; i++)
        {
            Random.Shared.NextBytes(noise);
            text.Append(Convert.ToBase64String(noise)).Append("\r\n");
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static string? IdOf(byte[] message)
    {
        int at = message.AsSpan().IndexOf("X-Ledger: "u8);
        return at < 0 || at + 42 > message.Length ? null : Encoding.ASCII.GetString(message, at + Marker.Length, 32);
    }
}
