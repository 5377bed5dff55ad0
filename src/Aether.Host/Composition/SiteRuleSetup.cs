using Aether.Configuration.Schema;
using Aether.Smtp.SiteRules;
using Aether.Storage.Envelopes;

using EngineHeaderAction = Aether.Smtp.SiteRules.HeaderAction;

namespace Aether.Host.Composition;

/// <summary>Rewrites, copies, header checks and priorities as the configuration writes them.</summary>
internal static class SiteRuleSetup
{
    public static SiteRuleSet Rules(SmtpSettings smtp) => new()
    {
        Rewrites = [.. smtp.Rewrites.Select(rule => new RewriteRule(rule.Recipient, rule.To))],
        Copies = [.. smtp.Copies.Select(rule => new CopyRule(rule.Sender, rule.Recipient, rule.To))],
        Headers = [.. smtp.HeaderChecks.Select(rule => new HeaderRule(rule.Header, Enum.Parse<EngineHeaderAction>(rule.Action.ToString()), rule.Text))],
        Priorities = [.. smtp.Priorities.Select(rule => new PriorityRule(rule.Sender, rule.Recipient, Enum.Parse<QueuePriority>(rule.Class.ToString())))],
    };
}
