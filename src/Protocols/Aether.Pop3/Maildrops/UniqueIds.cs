using System.Globalization;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Pop3.Maildrops;

/// <summary>
/// UIDL: what the server that a message came from called it, else the email's own id, which stays when IMAP moves the message away and
/// back; a copy of a message that is here already has its UID behind it. RFC 1939 §7.
/// </summary>
internal sealed class UniqueIds
{
    private readonly string[] ids;

    /// <param name="kept">Ids of before, by UID.</param>
    public UniqueIds(MessageRow[] rows, IReadOnlyDictionary<Uid, string> kept)
    {
        ids = Array.ConvertAll(rows, row => kept.GetValueOrDefault(row.Uid) ?? row.Email.Value.ToString("x16", CultureInfo.InvariantCulture));
        var met = new HashSet<string>(rows.Length, StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            if (!met.Add(ids[i]))
                ids[i] = Distinct(ids[i], rows[i].Uid);
        }
    }

    public string Of(int index) => ids[index];

    /// <summary>Never longer than an id may be.</summary>
    private static string Distinct(string id, Uid uid)
    {
        const int MaxLength = 70;
        string behind = $".{uid}";
        return id[..Math.Min(id.Length, MaxLength - behind.Length)] + behind;
    }
}
