# Deployment with the AWS CDK. The Makefile includes this file; the variables are there.

.PHONY: deploy-cdk test-cdk

deploy-cdk: package ## Deploy the stack of infra with the AWS CDK
	@$(call need,cdk,install the AWS CDK: npm install --global aws-cdk)
	cd infra && cdk deploy $(ARGS)

test-cdk: ## Run the tests of the stack
	@$(need-dotnet)
	dotnet test test/Infrastructure.Tests --nologo
