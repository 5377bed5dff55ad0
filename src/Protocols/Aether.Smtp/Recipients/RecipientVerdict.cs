using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Recipients;

/// <summary>A recipient's targets, or the reply that refuses it.</summary>
internal readonly record struct RecipientVerdict(SmtpReply? Refusal, IReadOnlyList<RecipientTarget> Targets)
{
    public static RecipientVerdict Refuse(SmtpReply reply) => new(reply, []);

    public static RecipientVerdict Take(params IReadOnlyList<RecipientTarget> targets) => new(null, targets);
}
