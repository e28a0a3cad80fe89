# Deployment with the AWS CLI. The Makefile includes this file; the variables are there.
#
# The AWS CLI takes region and identity from AWS_REGION (AWS_DEFAULT_REGION before its version 2) and AWS_PROFILE.
# Another function of the project: make deploy FUNCTION=NAME HANDLER=HANDLER, and its MEMORY and TIMEOUT where they differ.
# What .yo-rc.json sets besides (environment, URL, and so on) is set by: lambda-nativeaot deploy

.PHONY: deploy invoke-remote cold-start logs

# A managed runtime takes its Handler for the program's name; a variable picks the handler.
LAMBDA_HANDLER := $(or $(PROGRAM_$(RUNTIME)),$(HANDLER))
VARIABLES      := $(if $(PROGRAM_$(RUNTIME)),--environment "Variables={FUNCTION_HANDLER=$(HANDLER)}")

# Lambda replaces all variables at once, so an update leaves them alone: the one that picks the handler has to be there.
need-variable = $(if $(VARIABLES),[ "$$(aws lambda get-function-configuration --function-name "$(FUNCTION)" \
	    --query Environment.Variables.FUNCTION_HANDLER --output text)" = "$(HANDLER)" ] || { \
	    echo "error: on $(RUNTIME) $(FUNCTION) needs the variable FUNCTION_HANDLER=$(HANDLER); set it with: lambda-nativeaot deploy" >&2; \
	    exit 1; } && \)

need-aws = $(call need,aws,install the AWS CLI: https://aws.amazon.com/cli)

deploy: package ## Create or update FUNCTION on AWS (a new one needs ROLE=arn:aws:iam::...)
	@$(need-aws)
	@if aws lambda get-function-configuration --function-name "$(FUNCTION)" >/dev/null 2>dist/aws.log; then \
	  echo "Updating $(FUNCTION)" && \
	  aws lambda wait function-updated-v2 --function-name "$(FUNCTION)" && \
	  aws lambda update-function-code --function-name "$(FUNCTION)" --zip-file "fileb://$(ZIP)" \
	    --architectures $(ARCH) >/dev/null && \
	  aws lambda wait function-updated-v2 --function-name "$(FUNCTION)" && \
	  aws lambda update-function-configuration --function-name "$(FUNCTION)" --handler $(LAMBDA_HANDLER) \
	    --runtime $(RUNTIME) --memory-size $(MEMORY) --timeout $(TIMEOUT) >/dev/null && \
	  aws lambda wait function-updated-v2 --function-name "$(FUNCTION)"; \
	elif ! grep -q ResourceNotFoundException dist/aws.log; then \
	  cat dist/aws.log >&2; exit 1; \
	elif [ -z "$(ROLE)" ]; then \
	  echo "error: $(FUNCTION) does not exist yet and a new function needs a role; run: make deploy ROLE=arn:aws:iam::ACCOUNT:role/NAME" >&2; \
	  exit 1; \
	else \
	  echo "Creating $(FUNCTION)"; \
	  tries=0; \
	  until aws lambda create-function --function-name "$(FUNCTION)" --zip-file "fileb://$(ZIP)" --role "$(ROLE)" \
	    --architectures $(ARCH) --handler $(LAMBDA_HANDLER) --runtime $(RUNTIME) $(VARIABLES) \
	    --memory-size $(MEMORY) --timeout $(TIMEOUT) >/dev/null 2>dist/aws.log; do \
	    tries=$$((tries + 1)); \
	    grep -q 'cannot be assumed' dist/aws.log && [ $$tries -lt 12 ] || { cat dist/aws.log >&2; exit 1; }; \
	    echo "Waiting until Lambda can assume the new role"; sleep 5; \
	  done; \
	  aws lambda wait function-active-v2 --function-name "$(FUNCTION)"; \
	fi
	@echo "$(FUNCTION) is ready; try it: make invoke-remote"

# Prints the response on standard output and the log on standard error; fails when the function failed.
invoke-remote: ## Invoke FUNCTION on AWS with EVENT
	@$(need-aws)
	@$(call need-file,$(EVENT),choose one with EVENT=FILE)
	@mkdir -p dist; \
	result=$$(aws lambda invoke --function-name "$(FUNCTION)" --payload "fileb://$(EVENT)" --log-type Tail \
	  --query '[LogResult, FunctionError]' --output text dist/response.json) || exit 1; \
	set -- $$result; \
	if [ "$$1" != None ]; then echo "$$1" | base64 --decode >&2; fi; \
	cat dist/response.json; echo; \
	if [ "$$2" != None ]; then echo "error: $(FUNCTION) failed ($$2)" >&2; exit 1; fi

# The percentile of a column by nearest rank: $(call percentile,FILE,COLUMN,PERCENT)
percentile = $$(sort -n -k$(2),$(2) $(1) | awk -v p=$(3) '{ a[NR] = $$$(2) } END { i = int((p * NR + 99) / 100); print a[i < 1 ? 1 : i] }')

# A change of the configuration makes Lambda start a new sandbox: the timeout goes up by a second and back again. In
# the end it is what it was, also after Ctrl-C. Only an invocation whose REPORT has an Init Duration was a cold start.
cold-start: ## Force COUNT cold starts of FUNCTION on AWS and print their times
	@$(need-aws)
	@$(call need-file,$(EVENT),choose one with EVENT=FILE)
	@mkdir -p dist; : >dist/cold-starts.txt; \
	before=$$(aws lambda get-function-configuration --function-name "$(FUNCTION)" --query Timeout --output text) || exit 1; \
	set_timeout() { \
	  aws lambda wait function-updated-v2 --function-name "$(FUNCTION)"; \
	  aws lambda update-function-configuration --function-name "$(FUNCTION)" --timeout "$$1" >/dev/null && \
	  aws lambda wait function-updated-v2 --function-name "$(FUNCTION)"; \
	}; \
	restore() { \
	  trap '' INT TERM HUP; set_timeout $$before || { \
	    echo "error: the timeout was not set back; run: aws lambda update-function-configuration --function-name $(FUNCTION) --timeout $$before" >&2; \
	    exit 1; }; \
	}; \
	trap restore EXIT; trap 'exit 130' INT TERM HUP; \
	step=1; if [ "$$before" -ge 900 ]; then step=-1; fi; \
	i=0; while [ $$i -lt $(COUNT) ]; do \
	  i=$$((i + 1)); \
	  set_timeout $$((before + step * (i % 2))) || exit 1; \
	  result=$$(aws lambda invoke --function-name "$(FUNCTION)" --payload "fileb://$(EVENT)" --log-type Tail \
	    --query '[LogResult, FunctionError]' --output text dist/response.json) || exit 1; \
	  set -- $$result; \
	  if [ "$$2" != None ]; then cat dist/response.json >&2; echo >&2; exit 1; fi; \
	  figures=$$(echo "$$1" | base64 --decode | \
	    sed -n 's/^REPORT RequestId: [^[:space:]]*[[:space:]]*Duration: \([0-9.]*\) ms.*Init Duration: \([0-9.]*\) ms.*/\2 \1/p'); \
	  if [ -z "$$figures" ]; then echo "$$i: a warm start, not counted"; continue; fi; \
	  echo "$$figures" | awk '{ print $$1, $$2, $$1 + $$2 }' >>dist/cold-starts.txt; \
	  echo "$$figures" | awk -v i=$$i '{ printf "%d: Init %s ms, Duration %s ms\n", i, $$1, $$2 }'; \
	done; \
	if [ -s dist/cold-starts.txt ]; then \
	  echo "ms               p50     p90     p99   of $$(wc -l <dist/cold-starts.txt | tr -d ' ') cold starts"; \
	  $(foreach row,1:Init 2:Duration 3:Both,printf '%-12s %7s %7s %7s\n' $(lastword $(subst :, ,$(row))) \
	    $(foreach p,50 90 99,"$(call percentile,dist/cold-starts.txt,$(firstword $(subst :, ,$(row))),$(p))");) \
	fi

logs: ## Show what FUNCTION logged on AWS in the last MINUTES
	@$(need-aws)
	@aws logs filter-log-events --log-group-name "/aws/lambda/$(FUNCTION)" \
	  --start-time $$((($$(date +%s) - $(MINUTES) * 60) * 1000)) --query 'events[].[message]' --output text
