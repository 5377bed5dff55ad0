using Aether.Net.Polling;

namespace Aether.Net.Tests.Polling;

public sealed class FewFeaturesTests
{
    [Fact]
    public void Keeps_one_of_each_kind_until_it_is_taken_away()
    {
        var features = new FewFeatures();
        features.Set("first");
        features.Set(new Version(1, 0));
        features.Set("second");

        Assert.Equal("second", features.Get<string>());
        Assert.Equal(new Version(1, 0), features[typeof(Version)]);
        Assert.Null(features.Get<Uri>());

        features.Set<string>(null);
        features.Set<Uri>(null);

        Assert.Null(features.Get<string>());
        Assert.Equal([new(typeof(Version), new Version(1, 0))], features);
        Assert.Equal(5, features.Revision);
    }
}
