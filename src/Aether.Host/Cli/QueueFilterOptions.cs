using System.CommandLine;
using System.CommandLine.Parsing;
using Aether.Admin.Contracts;
using Aether.Configuration.Values;

namespace Aether.Host.Cli;

/// <summary>The options that say which queued mail a verb is about.</summary>
internal sealed class QueueFilterOptions
{
    private readonly Argument<long?> message = new("ID") { Description = "The number of the message; without it, all that the options say.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> sender = new("--sender") { Description = "Only from this address, with * for anything; <> for reports.", HelpName = "ADDRESS" };
    private readonly Option<string?> recipient = new("--recipient") { Description = "Only to this address, with * for anything.", HelpName = "ADDRESS" };
    private readonly Option<string?> domain = new("--domain") { Description = "Only recipients of this domain.", HelpName = "NAME" };
    private readonly Option<string?> priority = new("--class") { Description = "Only this class: low, normal or high.", HelpName = "CLASS" };
    private readonly Option<string?> state = new("--state") { Description = "Only new, deferred, active or held ones.", HelpName = "STATE" };
    private readonly Option<TimeSpan?> age = new("--older-than") { Description = "Only what was accepted longer ago, such as \"2 h\".", HelpName = "TIME", CustomParser = Duration };

    /// <summary>Gives the options to a verb.</summary>
    public Command AddTo(Command command, bool withMessage)
    {
        if (withMessage)
            command.Add(message);
        foreach (Option option in new Option[] { sender, recipient, domain, priority, state, age })
            command.Add(option);
        return command;
    }

    /// <summary>Something was said, so that not all mail is meant.</summary>
    public bool IsNarrow(ParseResult parsed) => Read(parsed, withMessage: true) != new QueueFilterRequest();

    public QueueFilterRequest Read(ParseResult parsed, bool withMessage) => new()
    {
        Message = withMessage ? parsed.GetValue(message) : null,
        Sender = parsed.GetValue(sender),
        Recipient = parsed.GetValue(recipient),
        Domain = parsed.GetValue(domain),
        Class = parsed.GetValue(priority),
        State = parsed.GetValue(state),
        Before = parsed.GetValue(age) is { } longer ? TimeProvider.System.GetUtcNow() - longer : null,
    };

    private static TimeSpan? Duration(ArgumentResult result)
    {
        if (result.Tokens is [var token] && DurationText.TryParse(token.Value, out var time))
            return time;
        result.AddError("Write a number and its unit, such as \"2 h\".");
        return null;
    }
}
