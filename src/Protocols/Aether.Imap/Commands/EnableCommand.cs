using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>ENABLE: turns extensions on; unknown ones are passed over. RFC 5161 §3.1.</summary>
internal sealed class EnableCommand : IImapCommand
{
    private static readonly (string Name, Extensions Extension)[] Known =
    [
        ("CONDSTORE", Extensions.CondStore), // RFC 7162 §3.1
        ("QRESYNC", Extensions.QResync), // RFC 7162 §3.2.3
        ("UTF8=ACCEPT", Extensions.Utf8), // RFC 6855 §3
        ("IMAP4rev2", Extensions.Rev2), // RFC 9051 §6.3.1
        ("UIDONLY", Extensions.UidOnly), // RFC 9586 §3
    ];

    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var reader = input.Read();
        var asked = new List<string>();
        do
        {
            if (!reader.TrySpace() || !reader.TryAtom(out var atom))
                return ValueTask.FromResult(ImapReply.Syntax("ENABLE capability ..."));
            asked.Add(Encoding.ASCII.GetString(atom));
        }
        while (!reader.AtEnd);

        var line = new StringBuilder("ENABLED");
        foreach (var (name, extension) in Known)
        {
            if (!session.Offers(name) || !asked.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (extension is Extensions.CondStore or Extensions.QResync)
                session.UseModSeqs();
            session.Dialect.Enable(extension);
            line.Append(' ').Append(name);
        }

        session.Responses.Untagged(line.ToString());
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }
}
