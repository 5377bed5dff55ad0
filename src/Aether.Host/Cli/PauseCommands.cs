using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether queue status|pause|resume|drain</c>: how the queue stands, and parts of it that stand still.</summary>
internal static class PauseCommands
{
    public static Command Status(VerbRunner verbs)
    {
        var status = new Command("status", "Show how much waits, in which class and state, for whom, and what stands still.");
        status.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Get("queue/status"), RenderQueue.Status, ct));
        return status;
    }

    public static Command Pause(VerbRunner verbs)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for those who look later.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return Create("pause", "Make deliveries stand still: all, or those to a domain or a host, or of a node. That survives restarts.", "queue/pause", reason, verbs);
    }

    public static Command Resume(VerbRunner verbs) => Create("resume", "Let deliveries go on that stand still.", "queue/resume", null, verbs);

    public static Command Drain(VerbRunner verbs)
    {
        var node = new Argument<string?>("NODE") { Description = "The node (queue.node); without it, the one that answers.", Arity = ArgumentArity.ZeroOrOne };
        var drain = new Command("drain", "Let a node end what it has begun and take nothing new; others go on. \"resume --node\" ends it.") { node };
        drain.SetAction((parsed, ct) => verbs.RunAsync(
            parsed, AdminRequest.Post("queue/pause", new PauseRequest("node", parsed.GetValue(node) ?? "", "drained"), AdminJson.Default.PauseRequest), Render.Nothing, ct));
        return drain;
    }

    private static Command Create(string verb, string description, string path, Option<string>? reason, VerbRunner verbs)
    {
        var domain = new Option<string?>("--domain") { Description = "Recipients of this domain.", HelpName = "NAME" };
        var host = new Option<string?>("--host") { Description = "What is handed to this host.", HelpName = "NAME" };
        var node = new Option<string?>("--node") { Description = "What this node does (queue.node).", HelpName = "NAME" };
        var command = new Command(verb, description) { domain, host, node };
        if (reason is not null)
            command.Add(reason);
        command.SetAction((parsed, ct) =>
        {
            var (kind, name) = (parsed.GetValue(domain), parsed.GetValue(host), parsed.GetValue(node)) switch
            {
                ({ } some, _, _) => ("domain", some),
                (_, { } some, _) => ("host", some),
                (_, _, { } some) => ("node", some),
                _ => ("all", ""),
            };
            string why = reason is null ? "" : parsed.GetValue(reason) ?? "";
            return verbs.RunAsync(parsed, AdminRequest.Post(path, new PauseRequest(kind, name, why), AdminJson.Default.PauseRequest), Render.Nothing, ct);
        });
        return command;
    }
}
