using Aether.Admin.Contracts;
using Aether.Monitoring.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Admin.Doctor;

/// <summary>Looks whether what the server leans on is sound.</summary>
internal static class DoctorEndpoints
{
    public static void MapDoctor(this IEndpointRouteBuilder routes) => routes.MapGet("/doctor", RunAsync);

    private static async Task<IResult> RunAsync(IEnumerable<DoctorCheck> checks, CancellationToken ct)
    {
        var views = new List<DoctorView>();
        foreach (var check in checks)
        {
            var finding = await check.Run(ct);
            views.Add(new DoctorView(check.Name, finding.IsWell, finding.Text));
        }

        return TypedResults.Json<IReadOnlyList<DoctorView>>(views, AdminJson.Default.IReadOnlyListDoctorView);
    }
}
