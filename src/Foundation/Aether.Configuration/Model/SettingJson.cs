using System.Collections;
using System.Text.Json.Nodes;

namespace Aether.Configuration.Model;

/// <summary>Writes settings back as the JSON they may be read from; secrets are masked.</summary>
internal static class SettingJson
{
    public static JsonNode? Write(SettingNode node, object? value) => (node, value) switch
    {
        (_, null) => null,
        (ScalarNode { Setting.Format: SettingFormat.Url } scalar, string text) => JsonValue.Create(scalar.Shown(text)),
        (ScalarNode scalar, _) => scalar.Type.ToJson(value),
        (ListNode list, _) => new JsonArray([.. ((IEnumerable)value).Cast<object>().Select(item => Write(list.Item, item))]),
        (SectionNode section, _) => new JsonObject(section.Members.Select(member =>
            KeyValuePair.Create(member.Node.Name, Write(member.Node, member.Property.GetValue(value))))),
        _ => throw new InvalidOperationException($"A setting of the unknown shape {node.GetType().Name}."),
    };
}
