using Aether.Mime.Text;
using Aether.Queue.Routing;
using Aether.Smtp.SiteRules;
using Aether.Storage.Bodies;

namespace Aether.Smtp.Content;

/// <summary>Looks for header fields that this site does not want, as they stand and as they read (RFC 2047).</summary>
internal sealed class HeaderChecks(BodyStore bodies)
{
    /// <returns>The first rule that fits; null: none does.</returns>
    public async ValueTask<HeaderRule?> FindAsync(IReadOnlyList<HeaderRule> rules, StoredMessage message, CancellationToken ct)
    {
        if (rules.Count == 0)
            return null;
        using var body = bodies.Open(message);
        var fields = await HeaderLines.ReadAsync(body, ct);
        return rules.FirstOrDefault(rule => fields.Any(field => HeaderPattern.Fits(rule.Pattern, field) || HeaderPattern.Fits(rule.Pattern, Decoded(field))));
    }

    private static string Decoded(string field) => field.Contains("=?", StringComparison.Ordinal) ? HeaderText.Decode(System.Text.Encoding.UTF8.GetBytes(field)) : field;
}
