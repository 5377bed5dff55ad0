using System.Security.Cryptography;
using System.Text;
using Aether.Protocol.Smtp;

namespace Aether.Queue.Returns;

/// <summary>
/// Sender addresses that name the recipient, so that whatever comes back tells whom it is about: <c>news+tag-dora=remote.test@our.test</c>.
/// The tag is made with a key, so that a stranger can't report on others.
/// </summary>
public sealed class VerpAddress(byte[] key)
{
    private const int TagLength = 10;

    /// <summary>RFC 5321 §4.5.3.1.1.</summary>
    private const int MaxLocal = 64;

    /// <returns>Null: the two do not fit into one address, and the plain sender is used.</returns>
    public string? Write(string sender, string recipient)
    {
        int at = sender.LastIndexOf('@');
        int to = recipient.LastIndexOf('@');
        if (at < 1 || to < 1 || !IsPlain(sender) || !IsPlain(recipient))
            return null;
        string local = $"{sender[..at]}+{Tag(sender, recipient)}-{recipient[..to]}={recipient[(to + 1)..]}";
        return local.Length > MaxLocal ? null : local + sender[at..];
    }

    public bool TryRead(string address, out string sender, out string recipient)
    {
        (sender, recipient) = ("", "");
        int at = address.LastIndexOf('@');
        for (int plus = address.IndexOf('+', StringComparison.Ordinal); plus > 0 && plus < at; plus = address.IndexOf('+', plus + 1))
        {
            int dash = plus + 1 + TagLength;
            if (dash >= at || address[dash] != '-')
                continue;
            string named = address[(dash + 1)..at];
            int equals = named.LastIndexOf('=');
            if (equals < 1)
                continue;
            (sender, recipient) = (address[..plus] + address[at..], named[..equals] + "@" + named[(equals + 1)..]);
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Tag(sender, recipient)), Encoding.ASCII.GetBytes(address[(plus + 1)..dash].ToLowerInvariant())))
                return true;
        }

        (sender, recipient) = ("", "");
        return false;
    }

    private string Tag(string sender, string recipient) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"verp\n{sender.ToLowerInvariant()}\n{recipient.ToLowerInvariant()}")))[..TagLength];

    private static bool IsPlain(string address) => Ascii.IsValid(address) && !address.Contains('"', StringComparison.Ordinal) && !address.Contains('[', StringComparison.Ordinal) && Mailbox.TryParse(address, out _);
}
