using System.Reflection;
using System.Text.Json;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>The schema as a tree, read once from the types under <c>Schema/</c>.</summary>
internal static class SettingModel
{
    public static SectionNode Root { get; } = Section("", new SettingAttribute("The whole configuration."), typeof(AetherSettings));

    private static SectionNode Section(string name, SettingAttribute setting, Type type)
    {
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, setting: property.GetCustomAttribute<SettingAttribute>()))
            .Where(pair => pair.setting is not null)
            .Select(pair => new SectionMember(pair.property, Node(JsonNamingPolicy.CamelCase.ConvertName(pair.property.Name), pair.setting!, pair.property.PropertyType)));
        return new SectionNode(name, setting, type, [.. members]);
    }

    private static SettingNode Node(string name, SettingAttribute setting, Type type)
    {
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarTypes.Find(actual) is { } scalar)
            return new ScalarNode(name, setting, scalar);
        if (!actual.IsGenericType)
            return Section(name, setting, actual);

        var itemType = actual.GetGenericArguments()[0];
        return new ListNode(name, setting, itemType, Node(name, setting, itemType));
    }
}
