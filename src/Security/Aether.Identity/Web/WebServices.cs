using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Identity.Web;

/// <summary>What this folder offers the host.</summary>
public static class WebServices
{
    /// <summary>The authorization server and the pages of users.</summary>
    public static void MapOauth(this IEndpointRouteBuilder routes)
    {
        var tools = routes.ServiceProvider.GetRequiredService<WebTools>();
        var pages = routes.MapGroup("/oauth2").AddEndpointFilter(tools.Guard.PassAsync);
        pages.MapAuthorize();
        pages.MapSignIn();
        pages.MapDevice();
        pages.MapToken();
        pages.MapIntrospect();
        pages.MapAccount();
        pages.MapKeys();
        if (tools.Grants.Options.Registration)
            pages.MapRegister();
        routes.MapGroup("").AddEndpointFilter(tools.Guard.PassAsync).MapMetadata();
    }
}
