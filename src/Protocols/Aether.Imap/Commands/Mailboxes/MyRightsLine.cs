using System.Text;
using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>One MYRIGHTS response. RFC 4314 §3.8, RFC 8440 §3.</summary>
internal static class MyRightsLine
{
    public static void Write(ImapSession session, ReachedMailbox reached)
    {
        session.Responses.Raw("* MYRIGHTS "u8);
        session.Dialect.WriteName(session.Responses.Output, reached.Mailbox.Path);
        session.Responses.Raw(Encoding.ASCII.GetBytes($" {AclRightsText.Format(reached.Rights)}\r\n"));
    }
}
