using System.Text;

namespace Aether.Queue.Local;

/// <summary>The fields that the server making final delivery puts on top. RFC 5321 §4.4, RFC 9228.</summary>
public static class FinalDelivery
{
    /// <summary>What goes on from an address here to one elsewhere says so, so that it is known if it comes back. RFC 5321 §6.3, RFC 9228 §3.</summary>
    public static byte[] Passed(string address) => Encoding.UTF8.GetBytes($"Delivered-To: {address}\r\n");

    /// <param name="sender">Empty for the null sender.</param>
    /// <param name="recipient">Who this copy is for.</param>
    /// <param name="common">The fields every copy has, CRLF-ended.</param>
    public static byte[] Prefix(string sender, string recipient, ReadOnlySpan<byte> common) =>
        [.. Encoding.UTF8.GetBytes($"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n"), .. common];
}
