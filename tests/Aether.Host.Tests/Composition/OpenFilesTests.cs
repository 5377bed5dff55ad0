using Aether.Host.Composition;

namespace Aether.Host.Tests.Composition;

/// <summary>What of the process's open files mail connections may take.</summary>
public sealed class OpenFilesTests
{
    [Theory]
    [InlineData("Max open files            1024                 524288               files", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files", int.MaxValue)]
    public void The_limit_is_the_soft_one(string line, long most) => Assert.Equal(most, OpenFiles.Read(["Limit   Soft Limit   Hard Limit   Units", line]));

    [Fact]
    public void The_kernel_tells_the_limit() => Assert.InRange(OpenFiles.Most, 1, int.MaxValue);

    [Theory]
    [InlineData(524_288, 12_000, 10_000, 10_000)] // room for all
    [InlineData(12_256, 12_000, 10_000, 10_000)]
    [InlineData(1_456, 12_000, 10_000, 1_000)] // a tenth
    [InlineData(1_456, 12_000, 1_000, 100)]
    [InlineData(256, 12_000, 1_000, 1)]
    [InlineData(20, 3, 1, 1)]
    [InlineData(int.MaxValue, 3_000_000, 1_000_000, 1_000_000)]
    public void Each_protocol_has_its_part(long most, long all, int allowed, int expected) => Assert.Equal(expected, OpenFiles.Share(most, all, allowed));
}
