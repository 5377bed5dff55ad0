using System.CommandLine;
using System.Globalization;
using Aether.Admin.Contracts;

namespace Aether.Host.Cli;

/// <summary><c>aether group</c>: addresses whose mail goes to members.</summary>
internal static class GroupCommands
{
    public static Command Create(VerbRunner verbs)
    {
        var name = new Argument<string>("GROUP") { Description = "The address of the group." };
        var member = new Argument<string>("MEMBER") { Description = "An address here, another group among them, or elsewhere." };
        var description = new Option<string?>("--description") { Description = "Shown in the list.", HelpName = "TEXT" };
        var domain = new Option<string?>("--domain") { Description = "Only those of one domain.", HelpName = "NAME" };

        var add = new Command("add", "Make a group.") { name, description };
        add.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            "groups", new AddGroupRequest(parsed.GetRequiredValue(name), parsed.GetValue(description) ?? ""), AdminJson.Default.AddGroupRequest), Render.Nothing, ct));

        var after = new Option<string?>("--after") { Description = "Begin behind this address.", HelpName = "ADDRESS" };
        var limit = new Option<int?>("--limit") { Description = "Most groups. Default: all.", HelpName = "N" };
        var list = new Command("list", "List the groups and their members, by address.") { domain, after, limit };
        list.SetAction((parsed, ct) => verbs.ListAsync(
            parsed, AdminRequest.Get("groups", ("domain", parsed.GetValue(domain)), ("after", parsed.GetValue(after)), ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))), Render.Groups, ct));

        var remove = new Command("remove", "Remove a group; its members stay what they are.") { name };
        remove.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(Path(parsed.GetRequiredValue(name))), Render.Nothing, ct));

        var addMember = new Command("add-member", "Send mail for the group to one more.") { name, member };
        addMember.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Post(
            Path(parsed.GetRequiredValue(name)) + "/members", new AddMemberRequest(parsed.GetRequiredValue(member)), AdminJson.Default.AddMemberRequest), Render.Nothing, ct));

        var removeMember = new Command("remove-member", "Send it to one less.") { name, member };
        removeMember.SetAction((parsed, ct) => verbs.RunAsync(parsed, AdminRequest.Delete(
            $"{Path(parsed.GetRequiredValue(name))}/members/{Uri.EscapeDataString(parsed.GetRequiredValue(member))}"), Render.Nothing, ct));

        return new Command("group", "Make groups, and say who is in them.") { add, list, remove, addMember, removeMember };
    }

    private static string Path(string name) => $"groups/{Uri.EscapeDataString(name)}";
}
