using Aether.Configuration.Loading;
using Aether.Configuration.Model;
using Aether.Configuration.Schema;

namespace Aether.Configuration.Tests.Model;

public class ModelTests
{
    [Fact]
    public void Every_property_of_the_schema_is_described_and_every_default_is_allowed() => Check(SettingModel.Root, new AetherSettings(), "");

    [Fact]
    public void No_limit_can_be_switched_off()
    {
        var limits = (SectionNode)SettingModel.Root.Find("limits", StringComparison.Ordinal)!.Node;
        var scalars = limits.Members.Select(member => member.Node).OfType<SectionNode>().SelectMany(section => section.Members).Select(member => (ScalarNode)member.Node).ToList();

        Assert.True(scalars.Count > 50);
        Assert.All(scalars, scalar => Assert.False(scalar.Setting.Min is null || scalar.Setting.Max is null || scalar.Setting.Min.StartsWith('0'), scalar.Name));
    }

    private static void Check(SettingNode node, object? value, string path)
    {
        Assert.EndsWith(".", node.Setting.Description, StringComparison.Ordinal);
        switch (node)
        {
            case SectionNode section:
                Assert.Equal(section.Type.GetProperties().Length, section.Members.Count);
                foreach (var member in section.Members)
                    Check(member.Node, member.Property.GetValue(value), path + "." + member.Node.Name);
                break;
            case ListNode { Item: SectionNode item }:
                Check(item, item.NewDefault(), path + "[]");
                break;
            case ScalarNode scalar:
                Assert.True(scalar.Accepts(value!), path);
                if (scalar.IsSecret)
                    Assert.Equal(Aether.Configuration.Values.Secret.Mask, scalar.Type.Format(value!)); // never written out again
                else
                    Assert.Equal(value, scalar.Type.Parse(scalar.Type.Format(value!)));
                break;
        }
    }
}
