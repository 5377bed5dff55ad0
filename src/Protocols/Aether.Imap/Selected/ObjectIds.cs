using System.Globalization;
using Aether.Storage;

namespace Aether.Imap.Selected;

/// <summary>Ids as clients see them: a letter, since not all of them take bare numbers, and the id. RFC 8474 §5.1.</summary>
internal static class ObjectIds
{
    public static string Of(MailboxId mailbox) => string.Create(CultureInfo.InvariantCulture, $"M{mailbox.Value}");

    public static string Of(EmailId email) => string.Create(CultureInfo.InvariantCulture, $"E{email.Value}");

    public static string Of(ThreadId thread) => string.Create(CultureInfo.InvariantCulture, $"T{thread.Value}");

    /// <summary>The number of an id with that letter; false for what is none of ours.</summary>
    public static bool TryParse(string id, char letter, out long number)
    {
        number = 0;
        return id.Length > 1 && id[0] == letter && id[1] is not '0' && long.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
