using System.IO.Compression;
using System.Text;
using Aether.Testing.Transcripts;

namespace Aether.Imap.Tests.Session;

/// <summary>COMPRESS=DEFLATE. RFC 4978; case I04.</summary>
[Proves("COMPRESS=DEFLATE")]
public sealed class CompressionTests
{
    [Theory, InlineData(int.MaxValue), InlineData(1)]
    public async Task Both_ways_are_deflated_behind_the_reply(int chunkSize)
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(chunkSize, messages: ["Subject: x\n\n" + new string('a', 20_000)]);
        await server.PlayAsync("""
            C: z COMPRESS LZMA
            S: z BAD *
            C: a COMPRESS DEFLATE
            S: a OK *
            """);
        await using var client = new DeflateClient(server.Client());

        await client.SendAsync("b SELECT INBOX\r\n");
        Assert.StartsWith("b OK", await client.ReadToAsync("b "), StringComparison.Ordinal);
        await client.SendAsync("c FETCH 1 BODY.PEEK[]\r\n");
        Assert.StartsWith("c OK", await client.ReadToAsync("c "), StringComparison.Ordinal);
        Assert.True(client.Received > 20_000, $"{client.Received} octets came");
        Assert.True(client.OnTheWire < 2_000, $"{client.OnTheWire} octets were on the wire");
        await client.SendAsync("d COMPRESS DEFLATE\r\ne LOGOUT\r\n");
        Assert.StartsWith("d NO [COMPRESSIONACTIVE]", await client.ReadToAsync("d "), StringComparison.Ordinal);
        Assert.StartsWith("e OK", await client.ReadToAsync("e "), StringComparison.Ordinal);
        Assert.Equal("000000ffff", Convert.ToHexStringLower((await client.RestAsync())[^5..])); // the mark of a flush, and no end of the stream behind it
    }

    [Fact]
    public async Task A_bomb_meets_the_limit_of_a_line()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a COMPRESS DEFLATE
            S: a OK *
            """);
        await using var client = new DeflateClient(server.Client());

        // Case I04: a hundred megabytes in a hundred kilobytes.
        await client.SendAsync("b " + new string('x', 100_000_000));
        Assert.Equal("* BYE [TOOBIG] The command is too long.", await client.ReadToAsync("* BYE"));
        await server.Client().Session.WaitAsync(TimeSpan.FromSeconds(10)); // it did not go on inflating
    }

    [Fact]
    public async Task What_is_no_deflate_ends_the_session()
    {
        await using var server = await ImapTestServer.StartLoggedInAsync(int.MaxValue);
        await server.PlayAsync("""
            C: a COMPRESS DEFLATE
            S: a OK *
            C-raw: \xff\xff\xff\xff\xff\xff\xff\xff
            """);
        await server.Client().Session.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Before_login_there_is_no_compression()
    {
        await using var server = await ImapTestServer.StartAsync(int.MaxValue);
        await server.PlayAsync("""
            S: * OK *
            C: a COMPRESS DEFLATE
            S: a BAD Log in first.
            """);
    }

    /// <summary>The client's end of a deflated connection.</summary>
    private sealed class DeflateClient : IAsyncDisposable
    {
        private readonly TranscriptClient client;
        private readonly MemoryStream wire = new();
        private readonly DeflateStream deflate;
        private readonly DeflateStream inflate;
        private readonly WireStream source;

        public DeflateClient(TranscriptClient client)
        {
            this.client = client;
            deflate = new DeflateStream(wire, CompressionLevel.Optimal);
            source = new WireStream(client);
            inflate = new DeflateStream(source, CompressionMode.Decompress);
        }

        public async ValueTask DisposeAsync()
        {
            await deflate.DisposeAsync();
            await inflate.DisposeAsync();
            await source.DisposeAsync();
            await wire.DisposeAsync();
        }

        public int Received { get; private set; }

        public long OnTheWire => source.Count;

        public async Task SendAsync(string text)
        {
            await deflate.WriteAsync(Encoding.ASCII.GetBytes(text));
            await deflate.FlushAsync();
            byte[] octets = wire.ToArray();
            wire.SetLength(0);
            await client.SendAsync(octets);
        }

        /// <summary>All octets that came, up to the end of the connection.</summary>
        public async Task<byte[]> RestAsync()
        {
            byte[] one = new byte[1];
            while (await source.ReadAsync(one) > 0)
            {
            }

            return [.. source.Octets];
        }

        /// <summary>Reads lines until one begins so.</summary>
        public async Task<string?> ReadToAsync(string start)
        {
            var line = new StringBuilder();
            byte[] one = new byte[1];
            while (await inflate.ReadAsync(one) > 0)
            {
                Received++;
                if (one[0] is (byte)'\n')
                {
                    if (line.ToString().StartsWith(start, StringComparison.Ordinal))
                        return line.ToString().TrimEnd('\r');
                    line.Clear();
                    continue;
                }

                line.Append((char)one[0]);
            }

            return null;
        }
    }

    private sealed class WireStream(TranscriptClient client) : Stream
    {
        public List<byte> Octets { get; } = [];

        public long Count => Octets.Count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            byte[] read = await client.ReadBytesAsync(1);
            read.CopyTo(buffer);
            Octets.AddRange(read);
            return read.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
