using System.Globalization;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Pop3.Maildrops;

/// <summary>
/// UIDL: the email's own id, which stays when IMAP moves the message away and back; a copy of a message that is here already has
/// its UID behind it. RFC 1939 §7.
/// </summary>
internal sealed class UniqueIds
{
    private readonly MessageRow[] rows;
    private readonly HashSet<int> copies = [];

    public UniqueIds(MessageRow[] rows)
    {
        this.rows = rows;
        var met = new HashSet<EmailId>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (!met.Add(rows[i].Email))
                copies.Add(i);
        }
    }

    public string Of(int index)
    {
        string id = rows[index].Email.Value.ToString("x16", CultureInfo.InvariantCulture);
        return copies.Contains(index) ? $"{id}.{rows[index].Uid}" : id;
    }
}
