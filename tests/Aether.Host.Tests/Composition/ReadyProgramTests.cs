using System.Reflection.PortableExecutable;
using Aether.Testing.Servers;

namespace Aether.Host.Tests.Composition;

/// <summary>The program that users run, and the tests with them, is compiled ahead: src/Aether.Host/Ready.targets.</summary>
public sealed class ReadyProgramTests
{
    [Fact]
    public void All_of_it_is_compiled_ahead()
    {
        string folder = Path.GetDirectoryName(AetherServer.Program)!;
        string[] own = [Path.Combine(folder, "aether.dll"), .. Directory.GetFiles(folder, "Aether.*.dll")];

        Assert.NotEmpty(own[1..]);
        Assert.All(own, static file => Assert.True(IsCompiled(file), file));
    }

    /// <summary>Native code beside the intermediate one has a header of its own.</summary>
    private static bool IsCompiled(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
