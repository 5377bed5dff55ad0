using System.Reflection;

namespace Aether.Configuration.Model;

/// <summary>A setting inside its section.</summary>
internal sealed record SectionMember(PropertyInfo Property, SettingNode Node);
