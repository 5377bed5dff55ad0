using Aether.Configuration.Values;
using CsCheck;

namespace Aether.Configuration.Tests.Values;

public class UnitTests
{
    [Theory]
    [InlineData("50 MiB", 52_428_800)]
    [InlineData("50mib", 52_428_800)]
    [InlineData(" 1 B ", 1)]
    [InlineData("0 B", 0)]
    [InlineData("2 TiB", 2_199_023_255_552)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("50")]
    [InlineData("B")]
    [InlineData("-1 B")]
    [InlineData("1.5 MiB")]
    [InlineData("50 MB")]
    [InlineData("99999999999 TiB")]
    [InlineData("1 MiB x")]
    public void Other_sizes_are_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("5 min", 300_000)]
    [InlineData("300s", 300_000)]
    [InlineData("250 ms", 250)]
    [InlineData("4 h", 14_400_000)]
    [InlineData("5 d", 432_000_000)]
    public void Durations_are_read(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5 minutes")]
    [InlineData("-5 s")]
    [InlineData("99999999999999 d")]
    public void Other_durations_are_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen.Long[0, long.MaxValue].Sample(bytes => ByteSize.TryParse(new ByteSize(bytes).ToString(), out var size) && size.Bytes == bytes);
        Gen.Long[0, 100_000_000_000].Sample(ms => DurationText.TryParse(DurationText.Format(TimeSpan.FromMilliseconds(ms)), out var duration) && duration == TimeSpan.FromMilliseconds(ms));
    }
}
