using System.Collections;
using System.Reflection;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Loading;

/// <summary>Finds what a configuration asks for that does not exist yet.</summary>
internal static class UnbuiltParts
{
    public static IReadOnlyList<string> Find(AetherSettings settings, IReadOnlyDictionary<string, ConfigurationSource> sources)
    {
        var found = new List<string>();
        Visit(SettingModel.Root, settings, "", sources, found);
        return found;
    }

    private static void Visit(SettingNode node, object? value, string path, IReadOnlyDictionary<string, ConfigurationSource> sources, List<string> found)
    {
        if (!node.Setting.Built)
        {
            if (IsAskedFor(node, value, path, sources))
                found.Add(path);
            return;
        }

        switch (node, value)
        {
            case (ScalarNode, Enum choice) when IsUnbuilt(choice):
                found.Add($"{path} {choice.ToString().ToLowerInvariant()}");
                break;
            case (ListNode list, IEnumerable items):
                int index = 0;
                foreach (object item in items)
                    Visit(list.Item, item, SettingWalk.Index(path, index++), sources, found);
                break;
            case (SectionNode section, not null):
                foreach (var member in section.Members)
                    Visit(member.Node, member.Property.GetValue(value), SettingWalk.Join(path, member.Node.Name), sources, found);
                break;
        }
    }

    /// <summary>Set by somebody, or on by default: a flag that is true, a section that has listeners.</summary>
    private static bool IsAskedFor(SettingNode node, object? value, string path, IReadOnlyDictionary<string, ConfigurationSource> sources)
    {
        var leaves = SettingWalk.Leaves(node, value, path).ToList();
        if (node is ScalarNode && value is bool flag)
            return flag;
        return leaves.Any(leaf => leaf.Path.Contains(".listeners[", StringComparison.Ordinal))
            || leaves.Any(leaf => sources.GetValueOrDefault(leaf.Path) is not ConfigurationSource.Default && leaf.Shown is not "false" and not "[]");
    }

    private static bool IsUnbuilt(Enum value) => value.GetType().GetField(value.ToString())?.GetCustomAttribute<UnbuiltAttribute>() is not null;
}
