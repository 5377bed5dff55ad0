using Aether.Testing.Servers;

namespace Aether.Storage.Tests.Blobs.S3;

/// <summary>One Swift for the tests of a class: it takes seconds to start.</summary>
public sealed class SwiftFixture : IAsyncLifetime
{
    public SwiftServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await SwiftServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
