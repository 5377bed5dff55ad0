namespace Aether.Smtp.SiteRules;

/// <summary>Mail to some addresses is taken as if it were to others.</summary>
/// <param name="Recipient">An address with at most one <c>*</c>.</param>
/// <param name="To">What takes its place; <c>*</c> stands for what the one in the pattern stood for.</param>
public sealed record RewriteRule(string Recipient, string To)
{
    /// <returns>Null: the rule is not about the address.</returns>
    public string? Apply(string address)
    {
        int star = Recipient.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return string.Equals(address, Recipient, StringComparison.OrdinalIgnoreCase) ? To : null;
        var (before, behind) = (Recipient[..star], Recipient[(star + 1)..]);
        bool fits = address.Length >= before.Length + behind.Length
            && address.StartsWith(before, StringComparison.OrdinalIgnoreCase) && address.EndsWith(behind, StringComparison.OrdinalIgnoreCase);
        return fits ? To.Replace("*", address[before.Length..^behind.Length], StringComparison.Ordinal) : null;
    }
}
