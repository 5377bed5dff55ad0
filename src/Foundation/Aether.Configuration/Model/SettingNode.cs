namespace Aether.Configuration.Model;

/// <summary>One place in the schema: a value, a list or a section.</summary>
internal abstract record SettingNode(string Name, SettingAttribute Setting);
