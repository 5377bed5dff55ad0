using Aether.Identity.Sasl;
using Aether.Imap.Session;

namespace Aether.Imap.Commands;

/// <summary>What is offered at the moment; each item has its transcript. RFC 3501 §7.2.1.</summary>
internal static class Capabilities
{
    private const string Always = "CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID ENABLE";
    private const string AfterLogin = " IDLE NAMESPACE CHILDREN UNSELECT UIDPLUS MOVE SPECIAL-USE ESEARCH SEARCHRES WITHIN SORT QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE";

    private static readonly string Mechanisms = string.Concat(SaslMechanisms.Names.Select(static name => " AUTH=" + name));

    public static string Of(ImapSession session)
    {
        if (session.Login is not null)
            return Always + AfterLogin;
        return Always + AfterLogin
            + (session.Connection.CanStartTls ? " STARTTLS" : string.Empty)
            + (session.TakesPasswords ? Mechanisms : " LOGINDISABLED");
    }
}
