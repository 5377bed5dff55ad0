using Aether.Host.Cli;

return await AetherCommand.RunAsync(args);
