using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Configuration.Model;

namespace Aether.Configuration.Loading;

/// <summary>Makes the settings records from JSON, and notes everything that is wrong on the way.</summary>
internal sealed class SettingBinder(IReadOnlySet<string> environmentKeys, List<ConfigurationProblem> problems)
{
    public Dictionary<string, ConfigurationSource> Sources { get; } = new(StringComparer.Ordinal);

    public object? Bind(SettingNode node, JsonNode? json, string path, object? defaults)
    {
        switch (node)
        {
            case SectionNode section:
                return BindSection(section, json, path, defaults);
            case ListNode list:
                return json is null ? defaults : BindList(list, json, path, defaults);
            default:
                return json is null ? defaults : BindScalar((ScalarNode)node, json, path, defaults);
        }
    }

    private object? BindSection(SectionNode section, JsonNode? json, string path, object? defaults)
    {
        if (json is null)
            return defaults;
        if (json is not JsonObject values)
            return Wrong(path, json, "write an object { … } here", defaults);

        foreach (var (key, _) in values)
        {
            if (section.Find(key, StringComparison.Ordinal) is null && (path.Length > 0 || key is not "$schema"))
                problems.Add(new(SettingWalk.Join(path, key), null, "there is no such setting" + Suggestion.For(key, section.Members.Select(member => member.Node.Name))));
        }

        object bound = section.NewDefault();
        foreach (var member in section.Members)
        {
            object? fallback = defaults is null ? null : member.Property.GetValue(defaults);
            member.Property.SetValue(bound, Bind(member.Node, values[member.Node.Name], SettingWalk.Join(path, member.Node.Name), fallback));
        }

        return bound;
    }

    private object? BindList(ListNode list, JsonNode json, string path, object? defaults)
    {
        if (json is not JsonArray values)
            return Wrong(path, json, "write a list [ … ] here", defaults);

        Note(path);
        var bound = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(list.ItemType))!;
        for (int i = 0; i < values.Count; i++)
        {
            int problemsBefore = problems.Count;
            string place = SettingWalk.Index(path, i);
            object? item = values[i] is null ? null : Bind(list.Item, values[i], place, (list.Item as SectionNode)?.NewDefault());
            if (item is not null)
                bound.Add(item);
            else if (problems.Count == problemsBefore)
                problems.Add(new(place, "null", "remove it, or write a value"));
        }

        return bound;
    }

    private object? BindScalar(ScalarNode node, JsonNode json, string path, object? defaults)
    {
        Note(path);
        if (json is not JsonValue || TextOf(node, json) is not { } text || node.Type.Parse(text) is not { } value || !node.Accepts(value))
            return Wrong(path, json, node.Remedy, defaults, node);
        return value;
    }

    private static string? TextOf(ScalarNode node, JsonNode json) => (json.GetValueKind(), node.Type.SchemaType) switch
    {
        (JsonValueKind.String, "string") => json.GetValue<string>(),
        (JsonValueKind.Number, "integer") => json.ToJsonString(),
        (JsonValueKind.True or JsonValueKind.False, "boolean") => json.ToJsonString(),
        _ => null,
    };

    private object? Wrong(string path, JsonNode json, string remedy, object? defaults, ScalarNode? node = null)
    {
        string shown = json.ToJsonString(Plain);
        shown = shown.Length > 60 ? shown[..60] + "…" : shown;
        problems.Add(new(path, node?.Shown(shown) ?? shown, remedy));
        return defaults;
    }

    private void Note(string path) => Sources[path] = environmentKeys.Contains(path) || environmentKeys.Any(key => Covers(key, path))
        ? ConfigurationSource.Environment
        : ConfigurationSource.File;

    /// <summary>The variable held a whole list or section as JSON.</summary>
    private static bool Covers(string key, string path) =>
        path.Length > key.Length && path.StartsWith(key, StringComparison.Ordinal) && path[key.Length] is '.' or '[';

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
