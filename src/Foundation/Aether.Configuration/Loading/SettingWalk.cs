using System.Collections;
using System.Globalization;
using Aether.Configuration.Model;

namespace Aether.Configuration.Loading;

/// <summary>Goes through all values of a configuration.</summary>
internal static class SettingWalk
{
    public sealed record Leaf(string Path, SettingNode Node, string Shown);

    public static IEnumerable<Leaf> Leaves(SettingNode node, object? value, string path = "") => (node, value) switch
    {
        (_, null) => [],
        (ScalarNode scalar, _) => [new Leaf(path, scalar, scalar.Shown(scalar.Type.Format(value)))],
        (ListNode list, ICollection { Count: 0 }) => [new Leaf(path, list, "[]")],
        (ListNode list, IEnumerable items) => items.Cast<object>().SelectMany((item, index) => Leaves(list.Item, item, Index(path, index))),
        (SectionNode section, _) => section.Members.SelectMany(member => Leaves(member.Node, member.Property.GetValue(value), Join(path, member.Node.Name))),
        _ => [],
    };

    public static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    public static string Index(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
