# book: build the site; serve: open it, cells run there; test: prove and test everything; lab: open the chapters; refresh: run them again in place
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

# what differs from machine to machine and from run to run stays out of the notebooks
RUN_CLEAN := --ExecutePreprocessor.record_timing=False --ClearMetadataPreprocessor.enabled=True \
	--ClearMetadataPreprocessor.clear_cell_metadata=False \
	--ClearMetadataPreprocessor.preserve_nb_metadata_mask="[('language_info','name'),'kernelspec']"

READS_OTHERS := book/twenty_lines.ipynb book/ledger.ipynb book/teachers.ipynb book/worksheet.ipynb

NBCONVERT := $(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level ERROR $(RUN_CLEAN)

.PHONY: book serve test lab refresh bench lint site-check

# _build/notebooks keeps the outputs of notebooks; remove it to run all of them afresh
book: $(READY)
	rm -rf _build/html
	$(BIN)/jupyter-book build . --all -W -n --keep-going
	@echo "Open $(CURDIR)/_build/html/index.html"

# a page that is opened from a folder may not start Python
serve: $(READY)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

test: $(READY)
	$(BIN)/pytest --nbval -n logical --dist loadscope

lab: $(READY)
	$(BIN)/jupyter lab book

refresh: $(READY)
	printf '%s\n' $(filter-out $(READS_OTHERS),$(wildcard book/*.ipynb)) | xargs -P 2 -n 1 $(NBCONVERT)
	$(NBCONVERT) $(READS_OTHERS) # they read what the others proved

# peers that are not installed are named and left out; bench/requirements.txt has them all
bench: $(READY)
	for file in $(filter-out bench/record.py,$(wildcard bench/*.py)); do $(BIN)/python $$file || exit 1; done

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/ruff check --config book/notebooks.toml book/*.ipynb
	$(BIN)/ruff format --check --config book/notebooks.toml book/*.ipynb

site-check: $(READY)
	$(BIN)/pip install --quiet -r .ci/requirements.txt
	$(BIN)/pytest -n logical --dist loadgroup $(wildcard tests/site/check_*.py)

# made once, and again only when the lock or the package's own description changes
$(READY): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $(READY)
