using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>XCLIENT: what a proxy tells of the client it speaks for, in Postfix's form (XCLIENT_README). Null: not told, or not known.</summary>
public sealed record XclientArguments
{
    public IPAddress? Address { get; init; }

    public int? Port { get; init; }

    /// <summary>The client's name in the DNS.</summary>
    public string? Name { get; init; }

    public string? Helo { get; init; }

    /// <summary>It said EHLO.</summary>
    public bool? IsExtended { get; init; }

    public string? Login { get; init; }

    public IPAddress? Destination { get; init; }

    public int? DestinationPort { get; init; }

    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out XclientArguments client)
    {
        client = new XclientArguments();
        var parameters = new EsmtpParameters(arguments);
        int count = 0;
        while (parameters.MoveNext())
        {
            if (!Xtext.TryDecode(parameters.Value, out string value) || value.Length == 0 || !client.TryTake(parameters, value, out client))
                return ArgumentsStatus.BadParameter;
            count++;
        }

        return parameters.Malformed || count == 0 ? ArgumentsStatus.Syntax : ArgumentsStatus.Ok;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Append("ADDR", Format(Address));
        Append("PORT", Port?.ToString(CultureInfo.InvariantCulture));
        Append("NAME", Name);
        Append("HELO", Helo);
        Append("PROTO", IsExtended switch { true => "ESMTP", false => "SMTP", null => null });
        Append("LOGIN", Login);
        Append("DESTADDR", Format(Destination));
        Append("DESTPORT", DestinationPort?.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
                text.Append(text.Length == 0 ? "" : " ").Append(name).Append('=').Append(Xtext.Encode(value));
        }
    }

    private bool TryTake(EsmtpParameters parameter, string value, out XclientArguments with)
    {
        with = this;
        if (value is "[UNAVAILABLE]" or "[TEMPUNAVAIL]")
            return true;
        if (parameter.Is("ADDR"u8) && TryParseAddress(value, out var address))
            with = this with { Address = address };
        else if (parameter.Is("DESTADDR"u8) && TryParseAddress(value, out var destination))
            with = this with { Destination = destination };
        else if (parameter.Is("PORT"u8) && TryParsePort(value, out int port))
            with = this with { Port = port };
        else if (parameter.Is("DESTPORT"u8) && TryParsePort(value, out int destinationPort))
            with = this with { DestinationPort = destinationPort };
        else if (parameter.Is("NAME"u8) && IsName(value))
            with = this with { Name = value };
        else if (parameter.Is("HELO"u8) && IsName(value))
            with = this with { Helo = value };
        else if (parameter.Is("PROTO"u8) && value.ToUpperInvariant() is ("SMTP" or "ESMTP") and var protocol)
            with = this with { IsExtended = protocol == "ESMTP" };
        else if (parameter.Is("LOGIN"u8) && Mailbox.TryParse(value, out _))
            with = this with { Login = value };
        else
            return false;
        return true;
    }

    // It goes into trace fields and logs, so it must be what EHLO may be.
    private static bool IsName(string value) => EhloArguments.TryParse(Encoding.UTF8.GetBytes(value), out _) is ArgumentsStatus.Ok;

    private static bool TryParseAddress(string value, out IPAddress? address) =>
        IPAddress.TryParse(value.StartsWith("IPV6:", StringComparison.OrdinalIgnoreCase) ? value["IPV6:".Length..] : value, out address);

    private static bool TryParsePort(string value, out int port) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65_535;

    private static string? Format(IPAddress? address) =>
        address is null ? null : address.AddressFamily is AddressFamily.InterNetworkV6 ? "IPV6:" + address : address.ToString();
}
