namespace Aether.Configuration.Model;

/// <summary>A group of named settings.</summary>
internal sealed record SectionNode(string Name, SettingAttribute Setting, Type Type, IReadOnlyList<SectionMember> Members) : SettingNode(Name, Setting)
{
    public SectionMember? Find(string name, StringComparison comparison) =>
        Members.FirstOrDefault(member => member.Node.Name.Equals(name, comparison));

    public object NewDefault() => Activator.CreateInstance(Type)!;
}
