using System.IO.Enumeration;
using Aether.Protocol.Smtp;
using Aether.Queue.Routing;
using Aether.Smtp.Session;

namespace Aether.Smtp.Recipients;

/// <summary>What becomes of a stranger's mail to a domain that is not ours: it is refused, unless we are there for that domain.</summary>
internal static class RelayPolicy
{
    public static RecipientVerdict Judge(IReadOnlyList<RelayDomain> domains, Mailbox recipient)
    {
        string domain = QueueDomains.Of(recipient);
        if (domains.FirstOrDefault(relay => Fits(relay.Name, domain)) is not { } known)
            return RecipientVerdict.Refuse(Replies.RelayDenied);
        bool exists = known.Recipients.Count == 0 || known.Recipients.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, recipient.ToString()));
        return exists ? RecipientVerdict.Take(new RecipientTarget(null, recipient.ToString())) : RecipientVerdict.Refuse(Replies.UnknownRecipient);
    }

    private static bool Fits(string name, string domain) =>
        string.Equals(name, domain, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("*.", StringComparison.Ordinal) && domain.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase));
}
