using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Configuration.Loading;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Publishing;

/// <summary>Writes the JSON schema of <c>aether.json</c>, so that editors complete and check it.</summary>
public static class SchemaWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static string Write()
    {
        var schema = Section(SettingModel.Root, new AetherSettings());
        ((JsonObject)schema["properties"]!).Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Aether Mailer configuration");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Node(SettingNode node, object? defaults) => node switch
    {
        SectionNode section => Section(section, defaults),
        ListNode list => List(list, defaults),
        _ => Scalar((ScalarNode)node, defaults),
    };

    private static JsonObject Section(SectionNode section, object? defaults) => new()
    {
        ["description"] = Describe(section),
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(section.Members.Select(member => KeyValuePair.Create(
            member.Node.Name, (JsonNode?)Node(member.Node, defaults is null ? null : member.Property.GetValue(defaults))))),
    };

    private static JsonObject List(ListNode list, object? defaults)
    {
        var item = Node(list.Item, (list.Item as SectionNode)?.NewDefault());
        item.Remove("description");
        return new() { ["description"] = Describe(list), ["type"] = "array", ["items"] = item, ["default"] = SettingJson.Write(list, defaults) };
    }

    private static JsonObject Scalar(ScalarNode node, object? defaults)
    {
        var schema = new JsonObject { ["description"] = Describe(node), ["type"] = node.Type.SchemaType };
        if (node.Type.Choices is { } choices)
            schema["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]);
        if (node.Type.Pattern is { } pattern)
            schema["pattern"] = pattern;
        if (node.Type.SchemaType is "integer" && node.Min is { } min)
            schema["minimum"] = node.Type.ToJson(min);
        if (node.Type.SchemaType is "integer" && node.Max is { } max)
            schema["maximum"] = node.Type.ToJson(max);
        if (defaults is not null)
            schema["default"] = node.Type.ToJson(defaults);
        return schema;
    }

    private static string Describe(SettingNode node) => node.Setting.Built ? node.Setting.Description : node.Setting.Description + " (not built yet)";
}
