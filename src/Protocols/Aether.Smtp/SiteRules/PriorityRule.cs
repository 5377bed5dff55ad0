using System.IO.Enumeration;
using Aether.Storage.Envelopes;

namespace Aether.Smtp.SiteRules;

/// <summary>In which class of the queue certain mail goes, whatever its sender asks for.</summary>
/// <param name="Sender">Address of the sender or of the login, with <c>*</c> for anything.</param>
/// <param name="Recipient">Address with <c>*</c> for anything.</param>
public sealed record PriorityRule(string Sender, string Recipient, QueuePriority Class)
{
    /// <param name="senders">The reverse-path and, where there is one, the login.</param>
    public bool Fits(IEnumerable<string> senders, IEnumerable<string> recipients) => FitsAny(Sender, senders) && FitsAny(Recipient, recipients);

    private static bool FitsAny(string pattern, IEnumerable<string> addresses) => addresses.Any(address => FileSystemName.MatchesSimpleExpression(pattern, address));
}
