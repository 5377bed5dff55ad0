using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Configuration.Model;

namespace Aether.Configuration.Loading;

/// <summary>Lays environment variables such as <c>AETHER__smtp__listeners__0__port</c> over what the file says.</summary>
internal sealed class EnvironmentOverlay(JsonObject root, List<ConfigurationProblem> problems)
{
    private const string Prefix = "AETHER__";

    /// <summary>The keys that were set here.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);

    public void Apply(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("DATABASE_URL", out string? database) && database.Length > 0)
            Set("DATABASE_URL", ["database", "url"], database);
        if (environment.TryGetValue("REDIS_URL", out string? redis) && redis.Length > 0)
            Set("REDIS_URL", ["events", "url"], redis);
        foreach (var (name, value) in environment.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Set(name, name[Prefix.Length..].Split("__"), value);
    }

    private void Set(string variable, string[] segments, string text)
    {
        SettingNode node = SettingModel.Root;
        JsonNode place = root;
        object? defaults = SettingModel.Root.NewDefault();
        string path = "";
        for (int i = 0; i < segments.Length; i++)
        {
            bool last = i == segments.Length - 1;
            switch (node)
            {
                case SectionNode section when section.Find(segments[i], StringComparison.OrdinalIgnoreCase) is { } member && place is JsonObject holder:
                    node = member.Node;
                    path = SettingWalk.Join(path, node.Name);
                    if (!last && node is ScalarNode)
                        break; // the next segment has nothing to stand on, and says so
                    defaults = defaults is null ? null : member.Property.GetValue(defaults);
                    place = last ? holder[node.Name] = Leaf(variable, node, text) : Child(holder, node, defaults);
                    break;
                case ListNode list when TryIndex(segments[i], place, out int index) && place is JsonArray items:
                    node = list.Item;
                    path = SettingWalk.Index(path, index);
                    defaults = (node as SectionNode)?.NewDefault();
                    if (index == items.Count)
                        items.Add(node is SectionNode ? new JsonObject() : JsonValue.Create(""));
                    place = last ? items[index] = Leaf(variable, node, text) : items[index]!;
                    break;
                default:
                    problems.Add(new(variable, null, Explain(node, segments[i])));
                    return;
            }
        }

        Keys.Add(path);
    }

    /// <summary>A list that only the environment touches starts as the default list: one element of it may be changed alone.</summary>
    private static JsonNode Child(JsonObject holder, SettingNode node, object? defaults) =>
        holder[node.Name] ??= node is ListNode ? SettingJson.Write(node, defaults) ?? new JsonArray() : new JsonObject();

    private JsonNode Leaf(string variable, SettingNode node, string text)
    {
        if (node is ScalarNode { Type.SchemaType: "string" })
            return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text) ?? JsonValue.Create(text);
        }
        catch (JsonException)
        {
            if (node is not ScalarNode)
                problems.Add(new(variable, text, "write JSON here, such as [] or [\"10.0.0.0/8\"]"));
            return node is ScalarNode ? JsonValue.Create(text) : node is ListNode ? new JsonArray() : new JsonObject();
        }
    }

    private static bool TryIndex(string segment, JsonNode place, out int index) =>
        int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out index) && place is JsonArray items && index <= items.Count;

    private static string Explain(SettingNode node, string segment) => node switch
    {
        SectionNode section => $"there is no setting \"{segment}\" here" + Suggestion.For(segment, section.Members.Select(member => member.Node.Name)),
        ListNode => $"\"{segment}\" is not the index of an element of this list, nor the next free one",
        _ => $"\"{segment}\" stands behind a single value",
    };
}
