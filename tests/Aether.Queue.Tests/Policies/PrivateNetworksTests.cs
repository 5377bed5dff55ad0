using System.Net;
using Aether.Http.Guarded;

namespace Aether.Queue.Tests.Policies;

/// <summary>What strangers name does not lead inside, however it is written (case J04).</summary>
public sealed class PrivateNetworksTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::1")]
    public void Addresses_of_our_own_networks_are_found_out(string address) => Assert.True(PrivateNetworks.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("::ffff:8.8.8.8")]
    public void Addresses_of_the_internet_are_let_through(string address) => Assert.False(PrivateNetworks.Contains(IPAddress.Parse(address)));
}
