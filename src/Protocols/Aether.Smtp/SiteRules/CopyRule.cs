using System.IO.Enumeration;

namespace Aether.Smtp.SiteRules;

/// <summary>Somebody gets a copy of certain mail, an archive for one; nobody sees that.</summary>
/// <param name="Sender">Address with <c>*</c> for anything.</param>
/// <param name="Recipient">Address with <c>*</c> for anything.</param>
/// <param name="To">Who gets it.</param>
public sealed record CopyRule(string Sender, string Recipient, string To)
{
    public bool Fits(string sender, IEnumerable<string> recipients) =>
        FileSystemName.MatchesSimpleExpression(Sender, sender) && recipients.Any(recipient => FileSystemName.MatchesSimpleExpression(Recipient, recipient));
}
