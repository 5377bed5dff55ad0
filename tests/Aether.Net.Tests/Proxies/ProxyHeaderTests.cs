using System.Buffers;
using System.Net;
using System.Text;
using Aether.Net.Proxies;
using CsCheck;

namespace Aether.Net.Tests.Proxies;

/// <summary>The PROXY protocol, both versions, cut anywhere.</summary>
public sealed class ProxyHeaderTests
{
    private static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    public static TheoryData<string, byte[], string?, string?> Headers => new()
    {
        { "v1 IPv4", Text("PROXY TCP4 192.0.2.9 198.51.100.1 40000 25\r\n"), "192.0.2.9:40000", "198.51.100.1:25" },
        { "v1 IPv6", Text("PROXY TCP6 2001:db8::9 2001:db8::1 40000 25\r\n"), "[2001:db8::9]:40000", "[2001:db8::1]:25" },
        { "v1 unknown", Text("PROXY UNKNOWN\r\n"), null, null },
        { "v1 unknown with more", Text("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), null, null },
        { "v2 IPv4", [.. Signature, 0x21, 0x11, 0, 12, 192, 0, 2, 9, 198, 51, 100, 1, 0x9C, 0x40, 0, 25], "192.0.2.9:40000", "198.51.100.1:25" },
        { "v2 with TLVs", [.. Signature, 0x21, 0x11, 0, 17, 192, 0, 2, 9, 198, 51, 100, 1, 0x9C, 0x40, 0, 25, 0x04, 0, 2, 7, 7], "192.0.2.9:40000", "198.51.100.1:25" },
        { "v2 IPv6", [.. Signature, 0x21, 0x21, 0, 36, .. IPAddress.Parse("2001:db8::9").GetAddressBytes(), .. IPAddress.Parse("2001:db8::1").GetAddressBytes(), 0x9C, 0x40, 0, 25], "[2001:db8::9]:40000", "[2001:db8::1]:25" },
        { "v2 local", [.. Signature, 0x20, 0x00, 0, 0], null, null },
        { "v2 unix", [.. Signature, 0x21, 0x31, 0, 4, 1, 2, 3, 4], null, null },
    };

    [Theory, MemberData(nameof(Headers))]
    public void A_header_is_read_wherever_it_is_cut(string name, byte[] header, string? client, string? destination)
    {
        Assert.NotEmpty(name);
        for (int cut = 0; cut < header.Length; cut++)
        {
            var part = new ReadOnlySequence<byte>(header, 0, cut);
            Assert.Equal(ProxyHeaderStatus.Incomplete, ProxyHeaderReader.TryRead(ref part, out _));
            Assert.Equal(cut, part.Length);
        }

        var input = new ReadOnlySequence<byte>([.. header, .. "EHLO"u8]);
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.TryRead(ref input, out var read));
        Assert.Equal("EHLO", Encoding.ASCII.GetString(input));
        Assert.Equal((client, destination), (read!.Client?.ToString(), read.Destination?.ToString()));
    }

    public static TheoryData<byte[]> Faults => new()
    {
        Text("EHLO client.test\r\n"),
        Text("PROXY TCP4 192.0.2.9 198.51.100.1 40000\r\n"),
        Text("PROXY TCP4 2001:db8::9 2001:db8::1 1 2\r\n"),
        Text("PROXY TCP4 192.0.2.9 198.51.100.1 70000 25\r\n"),
        Text("PROXY TCP9 192.0.2.9 198.51.100.1 1 25\r\n"),
        Text("PROXY UNKNOWN" + new string(' ', 200)),
        { [.. Signature, 0x11, 0x11, 0, 12] }, // version 1 in the binary form
        { [.. Signature, 0x22, 0x11, 0, 0] }, // no such command
        { [.. Signature, 0x21, 0x11, 0, 4, 1, 2, 3, 4] }, // too short for its family
        { [.. Signature, 0x21, 0x11, 0xFF, 0xFF] }, // longer than anybody needs
        { [0x0D, 0x0A, 0x0D, 0x0B] },
    };

    [Theory, MemberData(nameof(Faults))]
    public void What_is_no_header_is_refused(byte[] bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(ProxyHeaderStatus.Malformed, ProxyHeaderReader.TryRead(ref input, out _));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var text = new ReadOnlySequence<byte>([.. "PROXY "u8, .. bytes]);
        ProxyHeaderReader.TryRead(ref text, out _);
        var binary = new ReadOnlySequence<byte>([.. Signature, .. bytes]);
        ProxyHeaderReader.TryRead(ref binary, out _);
        Assert.InRange(binary.Length, 0, bytes.Length + Signature.Length);
    });

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
}
