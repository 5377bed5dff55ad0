using System.Text;
using Aether.Dns.Resolving;
using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Validation.Tests.Dkim;

/// <summary>Messages to verify, and the way through the verifier.</summary>
internal static class Samples
{
    public const string Mail = "From: Joe <joe@football.example.com>\r\nTo: suzie@shopping.example.net\r\nSubject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700\r\n\r\nHi.\r\n\r\nWe lost.\r\n";

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name), Encoding.Latin1);

    public static (string Header, string Body) Split(string message)
    {
        if (message.StartsWith("\r\n", StringComparison.Ordinal))
            return ("", message[2..]);
        int end = message.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (message, "") : (message[..(end + 2)], message[(end + 4)..]);
    }

    public static HeaderBlock Header(string message) => new(Encoding.Latin1.GetBytes(Split(message).Header));

    public static byte[] BodyHash(string message)
    {
        using var hash = new BodyHash(Canonicalization.Relaxed, null);
        hash.Append(Encoding.Latin1.GetBytes(Split(message).Body));
        return hash.Complete();
    }

    public static async Task<IReadOnlyList<DkimOutcome>> VerifyAsync(string message, IDnsResolver dns, DkimLimits? limits = null, string? from = null, DateTimeOffset? now = null, DkimKeys? keys = null)
    {
        using var bodies = new BodyHashes();
        var verification = new DkimVerification(Header(message), bodies, limits ?? new DkimLimits(), from) { Keys = keys };
        foreach (var piece in Encoding.Latin1.GetBytes(Split(message).Body).Chunk(7))
            bodies.Append(piece);
        return await verification.CompleteAsync(dns, now ?? Now, TestContext.Current.CancellationToken);
    }

    public static string Sign(string message, DkimSigningKey key) => DkimSigner.Sign(Header(message), BodyHash(message), key, Now) + message;
}
