using System.Security.Cryptography;
using Aether.Storage.Blobs.S3;

namespace Aether.Storage.Tests.Blobs.S3;

/// <summary>The client against a real S3 server: Swift.</summary>
[Trait("Engine", "own")]
public sealed class ObjectServerTests(SwiftFixture swift) : IClassFixture<SwiftFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_object_comes_back_by_ranges()
    {
        using var server = await OpenAsync("ranges");
        byte[] octets = RandomNumberGenerator.GetBytes(300_000);

        await PutAsync(server, "a/one", octets);

        byte[] middle = new byte[1_000];
        Assert.True(await server.TryReadAsync("a/one", 150_000, middle, None));
        Assert.Equal(octets.AsSpan(150_000, 1_000).ToArray(), middle);
        Assert.False(await server.TryReadAsync("a/one", 299_500, middle, None)); // it ends before
        Assert.False(await server.TryReadAsync("a/one", 400_000, middle, None));
        Assert.False(await server.TryReadAsync("a/none", 0, middle, None));
    }

    [Fact]
    public async Task An_object_in_parts_comes_back_whole()
    {
        using var server = await OpenAsync("parts");
        byte[] octets = RandomNumberGenerator.GetBytes((5 << 20) + 1_000);
        var upload = await server.BeginAsync("big", None);
        var tags = new List<string>();
        foreach (var range in new[] { ..(5 << 20), (5 << 20).. })
        {
            byte[] part = octets[range];
            tags.Add(await server.PutPartAsync(new ObjectPart("big", upload, tags.Count + 1), () => new MemoryStream(part), Md5(part), None));
        }

        await server.EndAsync("big", upload, tags, None);
        await server.EndAsync("big", upload, tags, None); // as after a lost answer

        byte[] read = new byte[octets.Length];
        Assert.True(await server.TryReadAsync("big", 0, read, None));
        Assert.Equal(octets, read);
    }

    [Fact]
    public async Task Damage_on_the_way_is_refused()
    {
        using var server = await OpenAsync("damage");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => server.PutAsync("bad", () => new MemoryStream("sent"u8.ToArray()), Md5("meant"u8.ToArray()), None));
        Assert.False(await server.TryReadAsync("bad", 0, new byte[1], None));
    }

    [Fact]
    public async Task Listing_goes_on_behind_a_name_and_deleting_twice_is_fine()
    {
        using var server = await OpenAsync("list");
        foreach (string name in (string[])["a", "b", "c"])
            await PutAsync(server, name, [1]);

        Assert.Equal(["a", "b", "c"], (await server.ListAsync(null, None)).Select(found => found.Name));
        Assert.Equal(["c"], (await server.ListAsync("b", None)).Select(found => found.Name));
        Assert.InRange((await server.ListAsync(null, None))[0].Modified, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        await server.DeleteAsync("b", None);
        await server.DeleteAsync("b", None);
        Assert.Equal(["a", "c"], (await server.ListAsync(null, None)).Select(found => found.Name));
    }

    [Fact]
    public async Task A_wrong_key_is_told_at_once()
    {
        var address = S3Address.Parse(swift.Server.UrlOf("ranges").Replace(":testing@", ":wrong@", StringComparison.Ordinal))!;
        using var server = new ObjectServer(address, TimeSpan.FromSeconds(10), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => server.OpenAsync(None));
        Assert.DoesNotContain("wrong", refused.Message, StringComparison.Ordinal);
    }

    private static Task PutAsync(ObjectServer server, string name, byte[] octets) => server.PutAsync(name, () => new MemoryStream(octets), Md5(octets), None);

#pragma warning disable CA5351 // It is what S3 checks uploads by.
    private static byte[] Md5(byte[] octets) => MD5.HashData(octets);
#pragma warning restore CA5351

    private async Task<ObjectServer> OpenAsync(string bucket)
    {
        var server = new ObjectServer(S3Address.Parse(swift.Server.UrlOf(bucket))!, TimeSpan.FromSeconds(30), TimeProvider.System);
        await server.OpenAsync(None);
        return server;
    }
}
