using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>What must hold within rewrites, copies and header checks.</summary>
internal static class SiteRules
{
    public static IEnumerable<ConfigurationProblem> Check(SmtpSettings smtp)
    {
        for (int i = 0; i < smtp.Rewrites.Count; i++)
        {
            var (from, to) = (smtp.Rewrites[i].Recipient, smtp.Rewrites[i].To);
            if (!IsAddress(from) || from.Count(c => c == '*') > 1)
                yield return new($"smtp.rewrites[{i}].recipient", from, "write an address with at most one *, such as *@old.example.org");
            if (!IsAddress(to) || to.Count(c => c == '*') > from.Count(c => c == '*'))
                yield return new($"smtp.rewrites[{i}].to", to, "write an address, with * only where the pattern has one");
        }

        for (int i = 0; i < smtp.Copies.Count; i++)
        {
            if (!IsAddress(smtp.Copies[i].To) || smtp.Copies[i].To.Contains('*', StringComparison.Ordinal))
                yield return new($"smtp.copies[{i}].to", smtp.Copies[i].To, "write an address");
        }

        for (int i = 0; i < smtp.HeaderChecks.Count; i++)
        {
            if (smtp.HeaderChecks[i].Header.IndexOf(':', StringComparison.Ordinal) < 1)
                yield return new($"smtp.headerChecks[{i}].header", smtp.HeaderChecks[i].Header, "write a field and its text, such as \"Subject: *lottery*\"");
            if (smtp.HeaderChecks[i].Text.Length is 0 or > 200 || smtp.HeaderChecks[i].Text.Any(c => c is < ' ' or > '~'))
                yield return new($"smtp.headerChecks[{i}].text", smtp.HeaderChecks[i].Text, "write 1 to 200 characters of ASCII");
        }
    }

    private static bool IsAddress(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1;
}
