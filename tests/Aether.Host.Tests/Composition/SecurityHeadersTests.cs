using Aether.Host.Composition;
using Microsoft.AspNetCore.Http;

namespace Aether.Host.Tests.Composition;

public class SecurityHeadersTests
{
    [Theory]
    [InlineData("http", "")]
    [InlineData("https", "max-age=63072000")] // RFC 6797 §7.2: inside TLS only
    public void Every_answer_forbids_what_pages_are_abused_by(string scheme, string strict)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        SecurityHeaders.Add(context);

        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions.ToString());
        Assert.Equal("DENY", context.Response.Headers.XFrameOptions.ToString());
        Assert.Contains("frame-ancestors 'none'", context.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal(strict, context.Response.Headers.StrictTransportSecurity.ToString());
    }
}
