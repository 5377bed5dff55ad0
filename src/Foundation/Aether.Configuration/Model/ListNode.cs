namespace Aether.Configuration.Model;

/// <summary>A list of values or of sections; one in the file takes the place of the default list.</summary>
internal sealed record ListNode(string Name, SettingAttribute Setting, Type ItemType, SettingNode Item) : SettingNode(Name, Setting);
