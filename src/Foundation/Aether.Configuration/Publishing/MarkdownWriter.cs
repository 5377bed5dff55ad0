using System.Text;
using System.Text.Json;
using Aether.Configuration.Loading;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Publishing;

/// <summary>Writes <c>docs/configuration.md</c> from the same table that binds and checks.</summary>
public static class MarkdownWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Introduction = """
        # Configuration

        One file, `aether.json`: JSON with comments and trailing commas. It is looked for at `--config FILE`, `AETHER_CONFIG`,
        `./aether.json`, `/etc/aether/aether.json`; with none of them the defaults below apply. Put
        `"$schema": "https://…/aether.schema.json"` (a copy lies beside this page) on its first line, and an editor completes it.

        Any key can be set from the environment: `AETHER__smtp__listeners__0__port=2525`. A list or section takes JSON:
        `AETHER__limits__exemptNetworks='[]'`. `DATABASE_URL` and `REDIS_URL` set `database.url` and `events.url`.

        A relative `data` lies beside the file; every other relative path lies under `data`. Sizes are written `50 MiB`, durations `5 min`.
        A list in the file takes the place of the default list. Unknown keys are errors. What is marked *not built yet* may be set,
        opens nothing, and is named in one warning at the start.

        `aether config check` names every problem at once; `aether config show` prints each value and where it came from.

        This page is generated from the types in `src/Foundation/Aether.Configuration/Schema`; a test keeps it true.
        """;

    public static string Write()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n")).Append('\n');
        Section(text, SettingModel.Root, "", new AetherSettings(), SettingModel.Root.Setting.Built);
        return text.ToString();
    }

    private static void Section(StringBuilder text, SectionNode section, string path, object? defaults, bool built)
    {
        text.Append(Line($"\n## {(path.Length == 0 ? "Top level" : $"`{path}`")}{(built ? "" : " (not built yet)")}\n\n{section.Setting.Description}\n"));
        var rows = section.Members.Where(member => member.Node is not SectionNode).ToList();
        if (rows.Count > 0)
            text.Append("\n| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n");
        foreach (var row in rows)
            text.Append(Row(row, path, defaults is null ? null : row.Property.GetValue(defaults), built));
        foreach (var member in section.Members)
        {
            object? value = defaults is null ? null : member.Property.GetValue(defaults);
            string below = Join(path, member.Node.Name);
            if (member.Node is SectionNode child)
                Section(text, child, below, value, built && child.Setting.Built);
            else if (member.Node is ListNode { Item: SectionNode item })
                Section(text, item, below + "[]", item.NewDefault(), built && member.Node.Setting.Built);
        }
    }

    private static string Row(SectionMember member, string path, object? value, bool parentBuilt)
    {
        string shown = SettingJson.Write(member.Node, value)?.ToJsonString(Plain) ?? "";
        string allowed = member.Node is ScalarNode scalar ? Allowed(scalar) : member.Node is ListNode { Item: ScalarNode item } ? $"list: {Allowed(item)}" : "list";
        string meaning = member.Node.Setting.Description + (parentBuilt && !member.Node.Setting.Built ? " *Not built yet.*" : "");
        return Line($"| `{Join(path, member.Node.Name)}` | `{shown}` | {allowed} | {meaning} |\n");
    }

    private static string Allowed(ScalarNode node)
    {
        if (node.Type.Choices is { } choices)
            return string.Join(", ", choices.Select(choice => $"`{choice}`"));
        return (node.Setting.Min, node.Setting.Max) is (null, null) ? node.Type.Name : $"{node.Type.Name}, {node.Setting.Min} … {node.Setting.Max}";
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Line(FormattableString line) => FormattableString.Invariant(line);
}
