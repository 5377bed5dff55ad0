using System.CommandLine;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether domain pilot</c>: who sends in a domain's name, what would fail under the next policy, and when to take it.</summary>
internal static class PilotCommand
{
    public static Command Create(VerbRunner verbs, Argument<string> name)
    {
        var allow = new Option<bool>("--allow-publish") { Description = "Make the steps by themselves, in the zones of dns.updates or by dns.publishCommand." };
        var forbid = new Option<bool>("--forbid-publish") { Description = "Only propose them." };
        var notMine = new Option<string?>("--not-mine") { Description = "A provider or network that is none of the domain's: that its mail fails is as it should be.", HelpName = "SOURCE" };
        var mine = new Option<string?>("--mine") { Description = "Take that back.", HelpName = "SOURCE" };
        var now = new Option<bool>("--run") { Description = "Look now, and not within the hour, whether a step is due in any domain." };
        var command = new Command("pilot", "Show a domain's way to p=reject: who sends in its name, what would fail, the next step and its date.") { name, allow, forbid, notMine, mine, now };
        command.Validators.Add(result =>
        {
            if (result.GetValue(allow) && result.GetValue(forbid))
                result.AddError("Choose one of --allow-publish and --forbid-publish.");
        });
        command.SetAction((parsed, ct) =>
        {
            string path = $"domains/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/pilot";
            if (parsed.GetValue(now))
                return verbs.RunAsync(parsed, AdminRequest.Post("pilots/run"), Render.Nothing, ct);
            bool? publishes = parsed.GetValue(allow) ? true : parsed.GetValue(forbid) ? false : null;
            return publishes is null && parsed.GetValue(notMine) is null && parsed.GetValue(mine) is null
                ? verbs.RunAsync(parsed, AdminRequest.Get(path), RenderPilot.Look, ct)
                : verbs.RunAsync(parsed, AdminRequest.Put(path, new PilotRequest(publishes, parsed.GetValue(notMine), parsed.GetValue(mine)), AdminJson.Default.PilotRequest), Render.Nothing, ct);
        });
        return command;
    }
}
