using System.Text;
using Aether.Protocol.Smtp;
using Aether.Queue.Returns;
using CsCheck;

namespace Aether.Queue.Tests.Returns;

/// <summary>Reports as servers write them. RFC 3464 §2.</summary>
public sealed class DeliveryStatusReaderTests
{
    [Fact]
    public void Each_recipient_is_read()
    {
        var found = Read("""
            Reporting-MTA: dns; mx.remote.test
            Arrival-Date: Thu, 1 Jan 2026 00:00:00 +0000

            Final-Recipient: rfc822; dora@remote.test
            Original-Recipient: rfc822;Dora@remote.test
            Action: Failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1
                <dora@remote.test> unknown

            Final-Recipient: RFC822;<emil@remote.test>
            Action: delayed
            Status: 4.2.2 (mailbox full)

            """);
        Assert.Equal(2, found.Count);
        Assert.Equal(new ReturnedRecipient("dora@remote.test", "Dora@remote.test", "failed", new EnhancedStatus(5, 1, 1), "550 5.1.1 <dora@remote.test> unknown"), found[0]);
        Assert.Equal(new ReturnedRecipient("emil@remote.test", null, "delayed", new EnhancedStatus(4, 2, 2), ""), found[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Final-Recipient: rfc822; nobody\nAction: failed\n")]
    [InlineData("Final-Recipient: rfc822; a@b.test\n")]
    [InlineData(": : :\n\n\n:")]
    public void What_says_nothing_is_left_out(string text) => Assert.Empty(Read(text));

    [Fact]
    public void Ten_thousand_recipients_are_cut()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"Final-Recipient: rfc822;u{i}@b.test\nAction: failed\n\n"));
        Assert.Equal(1_000, Read(text).Count);
    }

    [Fact]
    public void Any_octets_are_read() => Gen.Byte.Array.Sample(octets => DeliveryStatusReader.Read(octets).Count <= 1_000);

    private static IReadOnlyList<ReturnedRecipient> Read(string text) => DeliveryStatusReader.Read(Encoding.UTF8.GetBytes(text));
}
